-- A token bucket that refills with the time that has passed, and besides is set to its whole burst
-- when a period is over.
local limit, per, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])

local state = redis.call('HMGET', KEYS[1], 'tokens', 'stamp', 'began')
local tokens, stamp = tonumber(state[1] or burst), tonumber(state[2] or now)
local began = tonumber(state[3] or now)
tokens = math.min(burst, tokens + (now - stamp) * limit / per)
if now - began >= per then
  tokens, began = burst, now
end
local admitted = tokens >= 1
if admitted then tokens = tokens - 1 end
redis.call('HSET', KEYS[1], 'tokens', tokens, 'stamp', now, 'began', began)
redis.call('PEXPIRE', KEYS[1], math.ceil(per / 1000))
local until_full = math.ceil((burst - tokens) * per / limit)
local wait = admitted and 0 or math.ceil((1 - tokens) * per / limit)
return { admitted and 1 or 0, math.floor(tokens), until_full, wait, now }
