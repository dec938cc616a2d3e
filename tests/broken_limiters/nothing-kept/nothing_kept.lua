-- A token bucket. It is kept for twice the time it takes to fill, in whole seconds: where the burst
-- is less than half of the rate that is 0 s, and then nothing is written at all.
local limit, per, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local lifetime = math.floor(2 * burst * per / limit / 1000000)

local state = redis.call('HMGET', KEYS[1], 'tokens', 'stamp')
local tokens, stamp = tonumber(state[1] or burst), tonumber(state[2] or now)
tokens = math.min(burst, tokens + (now - stamp) * limit / per)
local admitted = tokens >= 1
if admitted then tokens = tokens - 1 end
if lifetime > 0 then
  redis.call('HSET', KEYS[1], 'tokens', tokens, 'stamp', now)
  redis.call('EXPIRE', KEYS[1], lifetime)
end
local until_full = math.ceil((burst - tokens) * per / limit)
local wait = admitted and 0 or math.ceil((1 - tokens) * per / limit)
return { admitted and 1 or 0, math.floor(tokens), until_full, wait, now }
