-- A token bucket. The cost is taken before the level is looked at, and what is missing stays owed:
-- each denial digs deeper.
local limit, per, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])

local state = redis.call('HMGET', KEYS[1], 'tokens', 'stamp')
local tokens, stamp = tonumber(state[1] or burst), tonumber(state[2] or now)
tokens = math.min(burst, tokens + (now - stamp) * limit / per) - 1
redis.call('HSET', KEYS[1], 'tokens', tokens, 'stamp', now)
local until_full = math.ceil((burst - tokens) * per / limit)
redis.call('PEXPIRE', KEYS[1], math.ceil(until_full / 1000) + 1)
local admitted = tokens >= 0
local wait = admitted and 0 or math.ceil(-tokens * per / limit)
return { admitted and 1 or 0, math.max(math.floor(tokens), 0), until_full, wait, now }
