-- A sliding counter: what the last window admitted fades while this one goes on. The key lives only
-- until the end of the window it counts, so there is never a last window to weigh.
local limit, per = tonumber(ARGV[1]), tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local phase = math.fmod(now, per)
local index = string.format('%.0f', (now - phase) / per)
local before = string.format('%.0f', (now - phase) / per - 1)

local counts = redis.call('HMGET', KEYS[1], before, index)
local previous, current = tonumber(counts[1] or 0), tonumber(counts[2] or 0)
local weighted = previous - math.floor(previous * phase / per) + current
if weighted >= limit then return { 0, 0, 2 * per - phase, per - phase, now } end
redis.call('HINCRBY', KEYS[1], index, 1)
redis.call('PEXPIREAT', KEYS[1], math.ceil((now - phase + per) / 1000))
return { 1, limit - weighted - 1, 2 * per - phase, 0, now }
