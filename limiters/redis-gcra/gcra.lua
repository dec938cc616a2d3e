-- GCRA for one identity, under one or several limits, decided in one call. Each limit remembers one
-- time: when the permits that were taken will all have been earned back.
--
-- KEYS      the state of each limit, all in one cluster slot
-- ARGV      cost, then for each limit: count, per (microseconds), burst
-- reply     { admitted 1|0, binding limit (from 0), its burst, the remaining permits of
--             each limit, microseconds until the binding one is full, microseconds until the cost can be admitted,
--             the store's clock in microseconds since the epoch }
--
-- A permit is earned in `interval` = per / count, rounded up to whole microseconds, so that never
-- more is admitted than promised. Under 100 permits a second and a burst of 10 (interval 10000), a
-- cost of 4 at time 0 moves the arrival time to 40000: 6 are left. At 15000 it is 25000 ahead, and
-- (10 * 10000 - 25000) / 10000 = 7 are left, and three quarters of one.
--
-- Every number is whole and below 2^53, and so far from it that quotients round as they should.
--
-- Stored: the arrival time and three digits that tell one policy from another, as one integer of 64
-- bits, which Redis keeps in the key's pointer.

local LONGEST = 4503599627370496 -- 2^52 microseconds, 142 years: a time plus this is exact till 2112
local MARKS = 997 -- the largest prime of three digits

local function read_limit(count, per, burst)
  local interval = math.ceil(per / count)
  local most = math.floor(LONGEST / interval)
  if burst > most then burst = most end
  return {
    burst = burst, interval = interval, whole = burst * interval, mark = (interval + 31 * burst) % MARKS
  }
end

local function save(key, limit, ahead, now)
  -- One millisecond more, because Redis counts the lifetime from its clock cut to milliseconds.
  redis.call('SET', key, string.format('%.0f%03d', now + ahead, limit.mark),
    'PX', math.ceil(ahead / 1000) + 1)
end

-- How far the arrival time is ahead of the clock.
local function load_ahead(key, limit, now)
  local stored = redis.call('GET', key)
  if not stored then return 0 end
  local ahead = string.sub(stored, 1, -4) - now
  if ahead <= 0 then return 0 end
  -- What was taken under another policy empties this one at most. It is written down at once: cut
  -- anew by each denied request, it would never get less.
  if ahead > limit.whole and tonumber(string.sub(stored, -3)) ~= limit.mark then
    ahead = limit.whole
    save(key, limit, ahead, now)
  end
  return ahead
end

local cost = tonumber(ARGV[1])
local limits = {}
for i = 1, #KEYS do
  local limit = read_limit(tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1]))
  if cost < 0 or cost > limit.burst then
    return redis.error_reply('INVALID_COST the cost must be from 0 to the burst of every limit')
  end
  limits[i] = limit
end

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

-- The limit that keeps the cost out for longest; if none does, the one nearest to being empty.
local binding, wait = 1, 0
for i, limit in ipairs(limits) do
  local ahead = load_ahead(KEYS[i], limit, now)
  limit.ahead = ahead
  limit.remaining = ahead < limit.whole and math.floor((limit.whole - ahead) / limit.interval) or 0
  local longer = 0
  if cost > limit.remaining then longer = ahead - (limit.burst - cost) * limit.interval end
  if longer > wait then
    binding, wait = i, longer
  elseif wait == 0 and limit.remaining < limits[binding].remaining then
    binding = i
  end
end

if wait == 0 and cost > 0 then
  for i, limit in ipairs(limits) do
    limit.ahead = limit.ahead + cost * limit.interval
    limit.remaining = limit.remaining - cost
    save(KEYS[i], limit, limit.ahead, now)
  end
end

local remaining = {}
for i, limit in ipairs(limits) do remaining[i] = limit.remaining end

local limit = limits[binding]
return {
  wait == 0 and 1 or 0, binding - 1, limit.burst, remaining, limit.ahead, wait, now
}
