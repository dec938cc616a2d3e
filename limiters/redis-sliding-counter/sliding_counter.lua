-- A sliding window counter for one identity, under one or several limits, decided in one call.
--
-- KEYS[1]   the identity's state
-- ARGV      cost, then for each limit: count, per (microseconds)
-- reply     { admitted 1|0, binding limit (from 0), its count, its remaining permits,
--             microseconds until all of it is there again, microseconds until the cost can be
--             admitted, the store's clock in microseconds since the epoch }
--
-- Windows begin at the multiples of per since the epoch. What the previous window admitted counts
-- by the share of it that the last `per` still covers; `phase` is the time since this one began:
--     previous * (per - phase) / per + current + cost <= count
-- Costs are whole, so the share may be rounded up to whole permits without changing any decision:
--     faded = floor(previous * phase / per)
--     remaining = count - current - (previous - faded)
-- With count 10, per = 10 s, previous 9, current 3, 4.5 s into the window: faded is
-- floor(40.5 / 10) = 4, so 5 still count and 10 - 3 - 5 = 2 remain. Lua's numbers are doubles,
-- exact up to 2^53 only; previous * phase may be 10^12 permits * 400 days, far beyond.

local LARGEST = 9007199254740991 -- 2^53 - 1

-- a * b = quotient * divisor + remainder, for a <= divisor < 2^45 and b < 2^45. Where the product
-- passes 2^53, the digits of b in base 128 enter one by one, as in division by hand: each sum is
-- at most 2^45 * 128 + 2^45 * 127, below 2^53.
local function multiply_divide(a, b, divisor)
  local product = a * b
  if product <= LARGEST then
    local remainder = math.fmod(product, divisor)
    return (product - remainder) / divisor, remainder
  end
  local place = 1
  while place * 128 <= b do place = place * 128 end
  local quotient, remainder = 0, 0
  while place >= 1 do
    local digit = math.floor(b / place)
    b = b - digit * place
    local sum = remainder * 128 + a * digit
    remainder = math.fmod(sum, divisor)
    quotient = quotient * 128 + (sum - remainder) / divisor
    place = place / 128
  end
  return quotient, remainder
end

-- The first phase at which at most `room` of the previous window's permits still count.
local function phase_with(room, previous, per)
  if previous <= room then return 0 end
  local phase, rest = multiply_divide(previous - room, per, previous)
  if rest > 0 then phase = phase + 1 end
  return phase
end

local function remaining_in(window, limit)
  local faded = multiply_divide(window.phase, window.previous, limit.per)
  return math.max(limit.count - window.current - (window.previous - faded), 0)
end

-- The least whole number of microseconds after which the cost fits: in this window, if its own
-- permits leave room for the cost, and otherwise in the next one, where they fade. Fading to
-- nothing takes until the end of a window, when the one after it has the room.
local function time_until(cost, window, limit)
  if cost <= window.remaining then return 0 end
  local room = limit.count - window.current - cost
  if room >= 0 then return phase_with(room, window.previous, limit.per) - window.phase end
  return limit.per - window.phase + phase_with(limit.count - cost, window.current, limit.per)
end

local function time_until_full(window, limit)
  if window.current > 0 then return 2 * limit.per - window.phase end
  if window.previous > 0 then return limit.per - window.phase end
  return 0
end

-- Stored: the clock (7 bytes), then for each limit what its window had admitted by then (5), what
-- the window before had (5), and the per that makes these windows (6), all big-endian.
local function load_window(stored, at, limit, stamp, time)
  local phase = math.fmod(time, limit.per)
  local begin = time - phase
  if not stored or #stored < at + 15 or stamp < begin - limit.per then
    return { phase = phase, current = 0, previous = 0 }
  end
  local current, previous, per = struct.unpack('>I5I5I6', stored, at)
  if per ~= limit.per then
    -- Which of the new windows these lie in is not known: the last one is charged with all.
    current, previous = math.min(current + previous, limit.count), 0
  end
  if stamp < begin then current, previous = 0, current end
  return { phase = phase, current = current, previous = previous }
end

local function store_windows(windows, limits, stamp, lifetime)
  local parts = { struct.pack('>I7', stamp) }
  for i, window in ipairs(windows) do
    parts[i + 1] = struct.pack('>I5I5I6', window.current, window.previous, limits[i].per)
  end
  -- One millisecond more, because Redis counts the lifetime from its clock cut to milliseconds.
  local lifetime_ms = math.ceil(lifetime / 1000) + 1
  redis.call('SET', KEYS[1], table.concat(parts), 'PX', string.format('%.0f', lifetime_ms))
end

local cost = tonumber(ARGV[1])
local limits = {}
for i = 2, #ARGV, 2 do
  local limit = { count = tonumber(ARGV[i]), per = tonumber(ARGV[i + 1]) }
  if cost < 0 or cost > limit.count then
    return redis.error_reply('INVALID_COST the cost must be from 0 to the count of every limit')
  end
  limits[#limits + 1] = limit
end

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local stored = redis.call('GET', KEYS[1])
local stamp = stored and struct.unpack('>I7', stored) or now
-- After the store's clock stepped back, time stands still until it has passed the stamp again.
local time = math.max(stamp, now)
local behind = time - now

-- The limit that keeps the cost out for longest; if none does, the one nearest to being empty.
local windows = {}
local binding, wait = 1, 0
for i, limit in ipairs(limits) do
  local window = load_window(stored, 8 + (i - 1) * 16, limit, stamp, time)
  window.remaining = remaining_in(window, limit)
  windows[i] = window
  local longer = time_until(cost, window, limit)
  if longer > wait then
    binding, wait = i, longer
  elseif wait == 0 and window.remaining < windows[binding].remaining then
    binding = i
  end
end

local admitted = wait == 0
if admitted and cost > 0 then
  local lifetime = 0
  for i, window in ipairs(windows) do
    window.current = window.current + cost
    window.remaining = window.remaining - cost
    lifetime = math.max(lifetime, time_until_full(window, limits[i]))
  end
  store_windows(windows, limits, time, lifetime + behind)
end

local until_full = time_until_full(windows[binding], limits[binding])
if until_full > 0 then until_full = until_full + behind end
if wait > 0 then wait = wait + behind end
return {
  admitted and 1 or 0, binding - 1, limits[binding].count, windows[binding].remaining, until_full,
  wait, now
}
