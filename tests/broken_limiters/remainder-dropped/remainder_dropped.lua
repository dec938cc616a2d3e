-- A token bucket of whole permits. Every request moves the stamp to now, also where less time has
-- passed than a permit takes: a client that asks often is never given one back.
local limit, per, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])

local state = redis.call('HMGET', KEYS[1], 'tokens', 'stamp')
local tokens, stamp = tonumber(state[1] or burst), tonumber(state[2] or now)
tokens = math.min(burst, tokens + math.floor((now - stamp) * limit / per))
local admitted = tokens >= 1
if admitted then tokens = tokens - 1 end
redis.call('HSET', KEYS[1], 'tokens', tokens, 'stamp', now)
local until_full = math.ceil((burst - tokens) * per / limit)
redis.call('PEXPIRE', KEYS[1], math.ceil(until_full / 1000) + 1)
return { admitted and 1 or 0, tokens, until_full, admitted and 0 or math.ceil(per / limit), now }
