-- A fixed window. The limit was converted to a longer unit, and so is its burst: all of a minute may
-- come in the first second.
local limit, per = 60 * tonumber(ARGV[1]), 60 * tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local ends_in = per - math.fmod(now, per)

local used = tonumber(redis.call('GET', KEYS[1]) or 0)
if used >= limit then return { 0, 0, ends_in, ends_in, now } end
redis.call('SET', KEYS[1], used + 1, 'PX', math.ceil(ends_in / 1000) + 1)
return { 1, math.floor((limit - used - 1) / 60), ends_in, 0, now }
