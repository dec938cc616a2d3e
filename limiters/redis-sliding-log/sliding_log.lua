-- A log of the admissions of one identity in a sorted set, under one or several limits, decided in
-- one call. No window of any limit, wherever it starts, holds more than the limit's permits.
--
-- KEYS[1]   the identity's log
-- ARGV      cost, then for each limit: count, per (microseconds)
-- reply     { admitted 1|0, binding limit (from 0), its count, its remaining permits,
--             microseconds until its window is empty, microseconds until the cost can be admitted,
--             the store's clock in microseconds since the epoch }
--
-- One entry for each microsecond in which something was admitted, scored with that time. Its member
-- is the permits admitted before it (6 bytes, modulo 2^48) and its own (5 bytes), big-endian. So
-- what a window holds is a difference of two totals, however much each request cost, and members
-- differ. Under 5 permits a second, after costs of 2 at 0 s and 1 at 0.4 s:
--     (time 0, before 0, permits 2)  (time 400000, before 2, permits 1)
-- A cost of 4 at 0.5 s has 2 left: it waits until the first entry leaves, at 1 s.

local LARGEST = 9007199254740991 -- 2^53 - 1: what a double counts exactly
local TOTALS = 281474976710656 -- 2^48, far more than a window can hold

local function digits(whole) return string.format('%.0f', whole) end

-- The time of entry i (from 0, the oldest first), the permits admitted before it, and its own.
local function entry(i)
  local found = redis.call('ZRANGE', KEYS[1], i, i, 'WITHSCORES')
  local before, permits = struct.unpack('>I6I5', found[1])
  return tonumber(found[2]), before, permits
end

local function load_log(now)
  local log = { size = redis.call('ZCARD', KEYS[1]), last = 0, total = 0 }
  if log.size > 0 then
    local time, before, permits = entry(log.size - 1)
    log.last, log.total = time, math.fmod(before + permits, TOTALS)
  end
  -- After a step back of the clock, windows stay where they were until it has caught up.
  log.at = math.max(now, log.last)
  return log
end

-- The permits in entry i and all later ones.
local function permits_since(log, i)
  if i >= log.size then return 0 end
  local _, before = entry(i)
  return math.fmod(log.total - before + TOTALS, TOTALS)
end

-- How many entries have left a window that ends now: one that is exactly `per` old has.
local function entries_left(log, per)
  return redis.call('ZCOUNT', KEYS[1], '-inf', digits(log.at - per))
end

-- Microseconds until so many of the entries from `first` on have left that the cost fits.
local function time_until_fits(log, limit, first, cost, now)
  local full, fits = first, log.size
  while fits - full > 1 do
    local middle = math.floor((full + fits) / 2)
    if permits_since(log, middle) + cost > limit.count then full = middle else fits = middle end
  end
  local time = entry(fits - 1)
  return time + limit.per - now
end

local function admit(log, cost, longest, now)
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', digits(log.at - longest))
  local before, permits = log.total, cost
  if log.size > 0 and log.last == log.at then
    local _, first_before, first_permits = entry(-1)
    before, permits = first_before, first_permits + cost
    redis.call('ZREMRANGEBYRANK', KEYS[1], -1, -1)
  end
  redis.call('ZADD', KEYS[1], digits(log.at), struct.pack('>I6I5', before, permits))
  -- One millisecond more, because Redis counts the lifetime from its clock cut to milliseconds.
  redis.call('PEXPIRE', KEYS[1], digits(math.ceil((log.at + longest - now) / 1000) + 1))
end

local cost = tonumber(ARGV[1])
local limits, longest = {}, 0
for i = 2, #ARGV, 2 do
  local limit = { count = tonumber(ARGV[i]), per = tonumber(ARGV[i + 1]) }
  if cost < 0 or cost > limit.count then
    return redis.error_reply('INVALID_COST the cost must be from 0 to the count of every limit')
  end
  limits[#limits + 1] = limit
  longest = math.max(longest, limit.per)
end

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local log = load_log(now)

-- The limit that keeps the cost out for longest; if none does, the one nearest to being full.
local binding, wait = 1, 0
for i, limit in ipairs(limits) do
  local first = entries_left(log, limit.per)
  limit.used = permits_since(log, first)
  limit.remaining = math.max(limit.count - limit.used, 0)
  local longer = 0
  if cost > limit.remaining then longer = time_until_fits(log, limit, first, cost, now) end
  if longer > wait then
    binding, wait = i, longer
  elseif wait == 0 and limit.remaining < limits[binding].remaining then
    binding = i
  end
end

local limit = limits[binding]
local charged = 0
if wait == 0 and cost > 0 then
  admit(log, cost, longest, now)
  log.last, charged = log.at, cost
end
local until_empty = 0
if limit.used + charged > 0 then until_empty = log.last + limit.per - now end
return {
  wait == 0 and 1 or 0, binding - 1, limit.count, limit.remaining - charged,
  math.min(until_empty, LARGEST), math.min(wait, LARGEST), now
}
