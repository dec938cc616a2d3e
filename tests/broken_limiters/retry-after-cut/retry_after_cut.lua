-- A fixed window. The manifest cuts the wait to whole seconds instead of rounding it up.
local limit, per = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local ends_in = per - math.fmod(now, per)
local window = string.format('%.0f', (now + ends_in) / per)

local state = redis.call('HMGET', KEYS[1], 'window', 'used')
local used = state[1] == window and tonumber(state[2]) or 0
if used >= limit then return { 0, 0, ends_in, ends_in, now } end
redis.call('HSET', KEYS[1], 'window', window, 'used', used + 1)
redis.call('PEXPIRE', KEYS[1], math.ceil(ends_in / 1000) + 1)
return { 1, limit - used - 1, ends_in, 0, now }
