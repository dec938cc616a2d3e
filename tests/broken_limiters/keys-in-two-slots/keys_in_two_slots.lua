-- A token bucket in two keys. Their names have no hash tag, so they lie in two slots, and a cluster
-- answers every call with CROSSSLOT.
local limit, per, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])

local tokens = tonumber(redis.call('GET', KEYS[1]) or burst)
local stamp = tonumber(redis.call('GET', KEYS[2]) or now)
tokens = math.min(burst, tokens + (now - stamp) * limit / per)
local admitted = tokens >= 1
if admitted then tokens = tokens - 1 end
local until_full = math.ceil((burst - tokens) * per / limit)
local lifetime = math.ceil(until_full / 1000) + 900
redis.call('SET', KEYS[1], string.format('%.17g', tokens), 'PX', lifetime)
redis.call('SET', KEYS[2], string.format('%.0f', now), 'PX', lifetime)
local wait = admitted and 0 or math.ceil((1 - tokens) * per / limit)
return { admitted and 1 or 0, math.floor(tokens), until_full, wait, now }
