-- A token bucket that is told the time by the node. Where that is behind the stamp nothing is
-- refilled, but the stamp is set back, and the next node that is ahead refills that time once more.
local limit, per, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now = tonumber(ARGV[4])

local state = redis.call('HMGET', KEYS[1], 'tokens', 'stamp')
local tokens, stamp = tonumber(state[1] or burst), tonumber(state[2] or now)
tokens = math.min(burst, tokens + math.max(now - stamp, 0) * limit / per)
local admitted = tokens >= 1
if admitted then tokens = tokens - 1 end
redis.call('HSET', KEYS[1], 'tokens', tokens, 'stamp', string.format('%.0f', now))
local until_full = math.ceil((burst - tokens) * per / limit)
redis.call('PEXPIRE', KEYS[1], math.ceil(until_full / 1000) + 1)
local wait = admitted and 0 or math.ceil((1 - tokens) * per / limit)
return { admitted and 1 or 0, math.floor(tokens), until_full, wait, now }
