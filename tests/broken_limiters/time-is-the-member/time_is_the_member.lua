-- A log of admissions in a sorted set. The member is the time, so requests of one millisecond
-- overwrite each other and count once.
local limit, per_ms = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now_ms = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now_ms - per_ms)
local used = redis.call('ZCARD', KEYS[1])
if used >= limit then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  local wait = (tonumber(oldest[2]) + per_ms - now_ms) * 1000
  return { 0, 0, wait, wait, now_ms * 1000 }
end
redis.call('ZADD', KEYS[1], now_ms, now_ms)
redis.call('PEXPIRE', KEYS[1], per_ms + 1)
return { 1, limit - used - 1, per_ms * 1000, 0, now_ms * 1000 }
