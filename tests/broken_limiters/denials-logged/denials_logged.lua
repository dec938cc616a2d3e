-- A log of requests. Each is added before it is known whether it is admitted, so a client that goes
-- on asking fills its own window with denials.
local limit, per = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - per)
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.ceil(per / 1000) + 1)
local used = redis.call('ZCARD', KEYS[1])
if used > limit then
  local leaving = redis.call('ZRANGE', KEYS[1], -limit, -limit, 'WITHSCORES')
  local wait = tonumber(leaving[2]) + per - now
  return { 0, 0, per, wait, now }
end
return { 1, limit - used, per, 0, now }
