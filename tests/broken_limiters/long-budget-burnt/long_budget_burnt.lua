-- Fixed windows for one identity under several limits, each counted before the next is looked at.
--
-- KEYS[1]   a hash: for each limit the window it counts, and its count
-- ARGV      for each limit: count, per (microseconds)
-- reply     { admitted 1|0, binding limit (from 0), its count, its remaining permits,
--             microseconds until its window ends, microseconds until a permit comes back,
--             the store's clock in microseconds since the epoch }
--
-- The fault: whoever the last limit denies has been charged by those before it.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local life = 0
local binding, wait
for i = 1, #ARGV, 2 do
  local limit = { number = (i - 1) / 2, count = tonumber(ARGV[i]), per = tonumber(ARGV[i + 1]) }
  local window = string.format('%.0f', now - math.fmod(now, limit.per))
  local field = string.format('%d', limit.number)
  if redis.call('HGET', KEYS[1], field .. ':window') ~= window then
    redis.call('HSET', KEYS[1], field .. ':window', window, field, 0)
  end
  limit.ends_in = limit.per - math.fmod(now, limit.per)
  life = math.max(life, limit.ends_in)
  local used = redis.call('HINCRBY', KEYS[1], field, 1)
  limit.remaining = math.max(limit.count - used, 0)
  if used > limit.count then
    binding, wait = limit, limit.ends_in
    break
  end
  if not binding or limit.remaining < binding.remaining then binding = limit end
end
redis.call('PEXPIRE', KEYS[1], math.ceil(life / 1000) + 1)
return {
  wait and 0 or 1, binding.number, binding.count, binding.remaining, binding.ends_in, wait or 0, now
}
