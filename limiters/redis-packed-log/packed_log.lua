-- A log of the admissions of one identity in one string, under one or several limits, decided in
-- one call. It promises what a log in a sorted set promises, in a tenth of the memory.
--
-- KEYS[1]   the identity's log
-- ARGV      cost, then for each limit: count, per (microseconds)
-- reply     { admitted 1|0, binding limit (from 0), its count, its remaining permits,
--             microseconds until its window is empty, microseconds until the cost can be admitted,
--             the store's clock in microseconds since the epoch }
--
-- Stored, all big-endian: a head of the width w (1 byte), the time of the last entry (7) and the
-- permits admitted after it (w); then for each microsecond in which something was admitted, the
-- oldest first, its time (6 bytes, modulo 2^48) and the permits admitted before it (w bytes).
-- Totals count modulo 256^w, and w is the least for which that is more than a whole window. So what
-- a window holds is a difference of two totals, and both searches are by halves. Under 5 permits a
-- second (w = 1), after costs of 2 at 0 s and 1 at 0.4 s:
--     head (1, 400000, 3)  entries (0, 0) (400000, 2)
-- A cost of 4 at 0.5 s has 2 left: it waits until the first entry leaves, at 1 s.

local LARGEST = 9007199254740991 -- 2^53 - 1: what a double counts exactly
local TIMES = 281474976710656 -- 2^48 microseconds, 8.9 years: more than any window

local function new_log(width)
  return {
    size = 0, last = 0, total = 0, bytes = '', width = width, totals = 256 ^ width,
    head_size = 8 + width, entry_size = 6 + width, entry_format = '>I6I' .. width
  }
end

local function load_log(width, now)
  local stored = redis.call('GET', KEYS[1])
  local log
  if stored then
    log = new_log(struct.unpack('>I1', stored))
    log.bytes = stored
    local _
    _, log.last, log.total = struct.unpack('>I1I7I' .. log.width, stored)
    log.size = (#stored - log.head_size) / log.entry_size
  else
    log = new_log(width)
  end
  -- After a step back of the clock, windows stay where they were until it has caught up.
  log.at = math.max(now, log.last)
  return log
end

-- The time of entry i (from 0, the oldest first) and the permits admitted before it.
local function entry(log, i)
  local time, before =
    struct.unpack(log.entry_format, log.bytes, log.head_size + i * log.entry_size + 1)
  return log.last - math.fmod(math.fmod(log.last, TIMES) - time + TIMES, TIMES), before
end

-- The permits in entry i and all later ones.
local function permits_since(log, i)
  if i >= log.size then return 0 end
  local _, before = entry(log, i)
  return math.fmod(log.total - before + log.totals, log.totals)
end

-- The least i from `from` to the log's size that `holds`, for which all after it hold as well.
local function first_that(log, from, holds)
  local low, high = from, log.size
  while low < high do
    local middle = math.floor((low + high) / 2)
    if holds(middle) then high = middle else low = middle + 1 end
  end
  return low
end

-- How many entries have left a window that ends now: one that is exactly `per` old has.
local function entries_left(log, per)
  return first_that(log, 0, function(i) return entry(log, i) > log.at - per end)
end

-- Microseconds until so many of the entries from `first` on have left that the cost fits.
local function time_until_fits(log, limit, first, cost, now)
  local fits = first_that(log, first + 1, function(i)
    return permits_since(log, i) + cost <= limit.count
  end)
  local time = entry(log, fits - 1)
  return time + limit.per - now
end

-- The entries from `first` on as they are, or counted from 0 in another width.
local function kept_entries(log, first, width)
  if width == log.width then
    return string.sub(log.bytes, log.head_size + first * log.entry_size + 1), log.total
  end
  local parts, all = {}, permits_since(log, first)
  for i = first, log.size - 1 do
    local time = entry(log, i)
    parts[#parts + 1] =
      struct.pack('>I6I' .. width, math.fmod(time, TIMES), all - permits_since(log, i))
  end
  return table.concat(parts), all
end

local function admit(log, cost, longest, width, now)
  local kept, before = kept_entries(log, entries_left(log, longest), width)
  local fresh = ''
  if kept == '' or log.last < log.at then
    fresh = struct.pack('>I6I' .. width, math.fmod(log.at, TIMES), before)
  end
  local total = math.fmod(before + cost, 256 ^ width)
  -- One millisecond more, because Redis counts the lifetime from its clock cut to milliseconds.
  local lifetime_ms = math.ceil((log.at + longest - now) / 1000) + 1
  local head = struct.pack('>I1I7I' .. width, width, log.at, total)
  -- SET, because a string that is appended to reserves twice its size.
  redis.call('SET', KEYS[1], head .. kept .. fresh, 'PX', string.format('%.0f', lifetime_ms))
end

local cost = tonumber(ARGV[1])
local limits, longest = {}, nil
for i = 2, #ARGV, 2 do
  local limit = { count = tonumber(ARGV[i]), per = tonumber(ARGV[i + 1]) }
  if cost < 0 or cost > limit.count then
    return redis.error_reply('INVALID_COST the cost must be from 0 to the count of every limit')
  end
  limits[#limits + 1] = limit
  if not longest or limit.per > longest.per then longest = limit end
end
-- What is kept is what the longest window holds: its count at most.
local width = 1
while 256 ^ width <= longest.count do width = width + 1 end

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local log = load_log(width, now)

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
  admit(log, cost, longest.per, width, now)
  log.last, charged = log.at, cost
end
local until_empty = 0
if limit.used + charged > 0 then until_empty = log.last + limit.per - now end
return {
  wait == 0 and 1 or 0, binding - 1, limit.count, limit.remaining - charged,
  math.min(until_empty, LARGEST), math.min(wait, LARGEST), now
}
