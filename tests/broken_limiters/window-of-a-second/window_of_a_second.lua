-- A fixed window. Its record is named by the current second, which nobody divided by the length of
-- the window: the count starts over every second.
local limit, per = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local ends_in = per - math.fmod(now, per)

local state = redis.call('HMGET', KEYS[1], 'window', 'used')
local used = state[1] == clock[1] and tonumber(state[2]) or 0
if used >= limit then return { 0, 0, ends_in, ends_in, now } end
redis.call('HSET', KEYS[1], 'window', clock[1], 'used', used + 1)
redis.call('PEXPIRE', KEYS[1], math.ceil(ends_in / 1000) + 1)
return { 1, limit - used - 1, ends_in, 0, now }
