-- A token bucket on the seconds of TIME. A burst just before a second ends and one just after it
-- are a whole second apart, by this clock.
local limit, per, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now = tonumber(redis.call('TIME')[1]) * 1000000

local state = redis.call('HMGET', KEYS[1], 'tokens', 'stamp')
local tokens, stamp = tonumber(state[1] or burst), tonumber(state[2] or now)
tokens = math.min(burst, tokens + (now - stamp) * limit / per)
local admitted = tokens >= 1
if admitted then tokens = tokens - 1 end
redis.call('HSET', KEYS[1], 'tokens', tokens, 'stamp', now)
local until_full = math.ceil((burst - tokens) * per / limit)
redis.call('PEXPIRE', KEYS[1], math.ceil(until_full / 1000) + 1000)
local wait = admitted and 0 or math.ceil((1 - tokens) * per / limit)
return { admitted and 1 or 0, math.floor(tokens), until_full, wait, now }
