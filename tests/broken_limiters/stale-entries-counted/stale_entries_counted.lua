-- A log of admissions. It is counted first and trimmed afterwards, so whoever comes back after a
-- pause is denied for what left the window long ago.
local limit, per = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])

local used = redis.call('ZCARD', KEYS[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - per)
if used >= limit then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  local wait = oldest[2] and tonumber(oldest[2]) + per - now or 0
  return { 0, 0, wait, wait, now }
end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.ceil(2 * per / 1000))
return { 1, limit - used - 1, per, 0, now }
