-- A bad example: a log of admissions for one identity that takes the time from the node that asks.
--
-- KEYS[1]   the identity's log, a sorted set: members are names, scores are times
-- ARGV      the node's clock (microseconds since the epoch), limit, per (microseconds), a fresh name
-- reply     { admitted 1|0, remaining permits, microseconds until the log is empty,
--             microseconds until another permit can be admitted, the node's clock }

local now, limit, per = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

-- What is old to this node may be young to all others, and is gone for them too.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - per))
local used = redis.call('ZCARD', KEYS[1])

local admitted = used < limit
if admitted then
  redis.call('ZADD', KEYS[1], ARGV[1], ARGV[4])
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(per / 1000) + 1))
  used = used + 1
end

local function time_until_gone(rank)
  local entry = redis.call('ZRANGE', KEYS[1], rank, rank, 'WITHSCORES')
  return tonumber(entry[2]) + per - now
end

local wait = 0
if not admitted then wait = time_until_gone(0) end
return { admitted and 1 or 0, limit - used, time_until_gone(-1), wait, now }
