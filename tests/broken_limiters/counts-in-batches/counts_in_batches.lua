-- A fixed window. A node adds to a count of its own (KEYS[2]) and passes it on to the shared one
-- (KEYS[1]) ten at a time, so that nobody sees up to nine requests of each other node.
local limit, per = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local ends_in = per - math.fmod(now, per)
local lifetime = math.ceil(ends_in / 1000) + 1

local shared = tonumber(redis.call('GET', KEYS[1]) or 0)
local own = tonumber(redis.call('GET', KEYS[2]) or 0)
local used = shared + own
if used >= limit then return { 0, 0, ends_in, ends_in, now } end
own = own + 1
if own == 10 then
  redis.call('SET', KEYS[1], shared + own, 'PX', lifetime)
  own = 0
end
redis.call('SET', KEYS[2], own, 'PX', lifetime)
return { 1, limit - used - 1, ends_in, 0, now }
