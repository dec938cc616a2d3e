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

-- The first entry of a reply: its time, the permits admitted before it, and its own; nil: none.
local function first_of(found)
  if not found[1] then return nil end
  return tonumber(found[2]), struct.unpack('>I6I5', found[1])
end

-- Entry i from 0, the oldest first, or from -1, the newest.
local function entry(i) return first_of(redis.call('ZRANGE', KEYS[1], i, i, 'WITHSCORES')) end

-- The oldest entry of a window that ends at a time: one that is exactly `per` old has left it.
local function oldest_since(time, per)
  return first_of(redis.call(
    'ZRANGEBYSCORE', KEYS[1], '(' .. digits(time - per), '+inf', 'WITHSCORES', 'LIMIT', 0, 1))
end

local function load_log(now)
  local time, before, permits = entry(-1)
  if not time then return { at = now, last = 0, total = 0 } end
  -- After a step back of the clock, windows stay where they were until it has caught up.
  local at = now > time and now or time
  return { at = at, last = time, total = (before + permits) % TOTALS, before = before, permits = permits }
end

-- The permits admitted since there were `before`.
local function permits_since(log, before) return (log.total - before) % TOTALS end

-- The time of the last entry that has to leave for the cost to fit, found by halves.
local function time_of_last_to_leave(log, limit, cost)
  local full = redis.call('ZCOUNT', KEYS[1], '-inf', digits(log.at - limit.per))
  local fits = redis.call('ZCARD', KEYS[1])
  while fits - full > 1 do
    local middle = math.floor((full + fits) / 2)
    local _, before = entry(middle)
    if permits_since(log, before) + cost > limit.count then full = middle else fits = middle end
  end
  return (entry(fits - 1))
end

local function admit(log, cost, longest, now)
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', digits(log.at - longest))
  local before, permits = log.total, cost
  if log.last == log.at then
    before, permits = log.before, log.permits + cost
    redis.call('ZREMRANGEBYRANK', KEYS[1], -1, -1)
  end
  redis.call('ZADD', KEYS[1], digits(log.at), struct.pack('>I6I5', before, permits))
  -- One millisecond more, because Redis counts the lifetime from its clock cut to milliseconds.
  redis.call('PEXPIRE', KEYS[1], math.ceil((log.at + longest - now) / 1000) + 1)
end

local cost = tonumber(ARGV[1])
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local log = load_log(now)

-- The limit that keeps the cost out for longest; if none does, the one nearest to being full.
local limits, longest, binding, wait = {}, 0, 1, 0
for i = 1, (#ARGV - 1) / 2 do
  local limit = { count = tonumber(ARGV[2 * i]), per = tonumber(ARGV[2 * i + 1]), used = 0 }
  if cost < 0 or cost > limit.count then
    return redis.error_reply('INVALID_COST the cost must be from 0 to the count of every limit')
  end
  limits[i] = limit
  if limit.per > longest then longest = limit.per end

  local time, before, permits = oldest_since(log.at, limit.per)
  if time then limit.used = permits_since(log, before) end
  limit.remaining = limit.used < limit.count and limit.count - limit.used or 0
  local longer = 0
  if cost > limit.remaining then
    -- Mostly the oldest entry makes enough room.
    if limit.used - permits + cost > limit.count then time = time_of_last_to_leave(log, limit, cost) end
    longer = time + limit.per - now
  end
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
