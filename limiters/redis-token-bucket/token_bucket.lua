-- A token bucket for one identity, under one or several limits, decided in one call.
--
-- KEYS[1]   the identity's state
-- ARGV      cost, then for each limit: count, per (microseconds), burst
-- reply     { admitted 1|0, binding limit (from 0), its burst, the remaining permits of
--             each limit, microseconds until the binding one is full, microseconds until the cost can be admitted,
--             the store's clock in microseconds since the epoch }
--
-- Lua's numbers are doubles: whole numbers are exact up to 2^53 and silently not beyond. A level
-- kept as one number would pass that (10^12 permits, 400 days), so each level is whole permits
-- plus a remainder in units of 1/per permit, and products are divided while they are built. With
-- 300 permits a second (per = 1000000) and an empty bucket, 5000 us later:
--     5000 * 300 = 1500000 = 1 * 1000000 + 500000   one permit and half of the next one
-- Nothing is rounded, so no rate drifts.

local LARGEST = 9007199254740991 -- 2^53 - 1: 285 years of microseconds; longer waits are told as this

-- a * b = quotient * divisor + remainder, for a < divisor < 2^46 and b < 2^46. Where the product
-- passes 2^53, the digits of b in base 128 enter one by one, as in division by hand:
-- 2^45 * 128 + 2^45 * 127 is still below 2^53, and per, the largest divisor, is below 2^45.
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

local function refill(level, limit, elapsed)
  local part = math.fmod(elapsed, limit.per)
  local periods = (elapsed - part) / limit.per
  -- Asked before it is added: an idle year times 10^12 permits is not exact, but surely enough.
  if periods * limit.count < limit.burst - level.permits then
    local permits, remainder = multiply_divide(part, limit.count, limit.per)
    remainder = remainder + level.remainder
    if remainder >= limit.per then
      permits = permits + 1
      remainder = remainder - limit.per
    end
    level.permits = level.permits + periods * limit.count + permits
    level.remainder = remainder
  else
    level.permits = limit.burst
  end
  if level.permits >= limit.burst then
    level.permits = limit.burst
    level.remainder = 0
  end
end

-- The least whole number of microseconds after which `missing` more permits are there:
-- (missing * per - remainder) / count, rounded up.
local function time_until(missing, level, limit)
  if missing <= 0 then return 0 end
  local part = math.fmod(missing, limit.count)
  local periods = (missing - part) / limit.count
  local whole, rest = multiply_divide(part, limit.per, limit.count)
  rest = rest - level.remainder
  local over = math.fmod(rest, limit.count)
  local wait = periods * limit.per + whole + (rest - over) / limit.count
  if over > 0 then wait = wait + 1 end
  return math.min(wait, LARGEST)
end

-- Stored: the clock (7 bytes), then for each limit its whole permits (5), its remainder (6) and
-- the per that the remainder is counted in (6), all big-endian: 24 bytes for one limit.
local function load_levels(stored, limits, now)
  local levels = {}
  local stamp = now
  if stored then stamp = struct.unpack('>I7', stored) end
  for i, limit in ipairs(limits) do
    local at = 8 + (i - 1) * 17
    local level = { permits = limit.burst, remainder = 0 }
    if stored and #stored >= at + 16 then
      local permits, remainder, per = struct.unpack('>I5I6I6', stored, at)
      level.permits = math.min(permits, limit.burst)
      -- A fraction of another period would be worth more, or less, than it was: it is dropped.
      if per == limit.per and permits < limit.burst then level.remainder = remainder end
      refill(level, limit, math.max(now - stamp, 0))
    end
    levels[i] = level
  end
  return levels, math.max(stamp, now)
end

local function store_levels(levels, limits, stamp, lifetime)
  local parts = { struct.pack('>I7', stamp) }
  for i, level in ipairs(levels) do
    parts[i + 1] = struct.pack('>I5I6I6', level.permits, level.remainder, limits[i].per)
  end
  -- One millisecond more, because Redis counts the lifetime from its clock cut to milliseconds.
  local lifetime_ms = math.ceil(lifetime / 1000) + 1
  redis.call('SET', KEYS[1], table.concat(parts), 'PX', string.format('%.0f', lifetime_ms))
end

local cost = tonumber(ARGV[1])
local limits = {}
for i = 2, #ARGV, 3 do
  local limit = { count = tonumber(ARGV[i]), per = tonumber(ARGV[i + 1]), burst = tonumber(ARGV[i + 2]) }
  if cost < 0 or cost > limit.burst then
    return redis.error_reply('INVALID_COST the cost must be from 0 to the burst of every limit')
  end
  limits[#limits + 1] = limit
end

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local stored = redis.call('GET', KEYS[1])
local levels, stamp = load_levels(stored, limits, now)

-- The limit that keeps the cost out for longest; if none does, the one nearest to being empty.
local binding, wait = 1, 0
for i, level in ipairs(levels) do
  local longer = time_until(cost - level.permits, level, limits[i])
  if longer > wait then
    binding, wait = i, longer
  elseif wait == 0 and level.permits < levels[binding].permits then
    binding = i
  end
end

-- After the store's clock stepped back, refilling goes on when it has passed the stamp again.
local behind = stamp - now
local admitted = wait == 0
if admitted and cost > 0 then
  local lifetime = 0
  for i, level in ipairs(levels) do
    level.permits = level.permits - cost
    lifetime = math.max(lifetime, time_until(limits[i].burst - level.permits, level, limits[i]))
  end
  store_levels(levels, limits, stamp, math.min(lifetime + behind, LARGEST))
end

local remaining = {}
for i, level in ipairs(levels) do remaining[i] = level.permits end

local level, limit = levels[binding], limits[binding]
local until_full = time_until(limit.burst - level.permits, level, limit)
if until_full > 0 then until_full = math.min(until_full + behind, LARGEST) end
if wait > 0 then wait = math.min(wait + behind, LARGEST) end
return { admitted and 1 or 0, binding - 1, limit.burst, remaining, until_full, wait, now }
