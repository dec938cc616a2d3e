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
-- Nothing is rounded, so no rate drifts. Lua's a % b is a - floor(a / b) * b, which is exact, too: of
-- whole numbers below 2^53 no quotient is so close to the next whole number that it becomes that.

local LARGEST = 9007199254740991 -- 2^53 - 1: 285 years of microseconds; longer waits are told as this

-- a * b = quotient * divisor + remainder, for a < divisor < 2^46 and b < 2^46. Where the product
-- passes 2^53, the digits of b in base 128 enter one by one, as in division by hand:
-- 2^45 * 128 + 2^45 * 127 is still below 2^53, and per, the largest divisor, is below 2^45.
local function multiply_divide(a, b, divisor)
  local product = a * b
  if product <= LARGEST then
    local remainder = product % divisor
    return (product - remainder) / divisor, remainder
  end
  local place = 1
  while place * 128 <= b do place = place * 128 end
  local quotient, remainder = 0, 0
  while place >= 1 do
    local digit = math.floor(b / place)
    b = b - digit * place
    local sum = remainder * 128 + a * digit
    remainder = sum % divisor
    quotient = quotient * 128 + (sum - remainder) / divisor
    place = place / 128
  end
  return quotient, remainder
end

local function refill(limit, elapsed)
  local count, per, burst = limit.count, limit.per, limit.burst
  local part = elapsed % per
  local gained = (elapsed - part) / per * count
  -- Asked before it is added: an idle year times 10^12 permits is not exact, but surely enough.
  if gained < burst - limit.permits then
    local permits, remainder = multiply_divide(part, count, per)
    permits = limit.permits + gained + permits
    remainder = limit.remainder + remainder
    if remainder >= per then permits, remainder = permits + 1, remainder - per end
    if permits < burst then
      limit.permits, limit.remainder = permits, remainder
      return
    end
  end
  limit.permits, limit.remainder = burst, 0
end

-- The least whole number of microseconds after which `permits` are there:
-- (missing * per - remainder) / count, rounded up.
local function time_until(permits, limit)
  local missing = permits - limit.permits
  if missing <= 0 then return 0 end
  local count, per = limit.count, limit.per
  local part = missing % count
  local whole, rest = multiply_divide(part, per, count)
  rest = rest - limit.remainder
  local over = rest % count
  local wait = (missing - part) / count * per + whole + (rest - over) / count
  if over > 0 then wait = wait + 1 end
  return wait < LARGEST and wait or LARGEST
end

local cost = tonumber(ARGV[1])
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

-- Stored: the clock (7 bytes), then for each limit its whole permits (5), its remainder (6) and
-- the per that the remainder is counted in (6), all big-endian: 24 bytes for one limit.
local stored = redis.call('GET', KEYS[1])
local stored_at = stored and struct.unpack('>I7', stored) or now
-- After the store's clock stepped back, refilling goes on when it has passed the stamp again.
local stamp = stored_at > now and stored_at or now
local behind = stamp - now

-- The limit that keeps the cost out for longest; if none does, the one nearest to being empty.
local limits, binding, wait = {}, 1, 0
for i = 1, (#ARGV - 1) / 3 do
  local count, per, burst = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
  if cost < 0 or cost > burst then
    return redis.error_reply('INVALID_COST the cost must be from 0 to the burst of every limit')
  end
  local limit = { count = count, per = per, burst = burst, permits = burst, remainder = 0 }
  local at = 17 * i - 9
  if stored and #stored >= at + 16 then
    local permits, remainder, counted_in = struct.unpack('>I5I6I6', stored, at)
    if permits < burst then
      limit.permits = permits
      -- A fraction of another period would be worth more, or less, than it was: it is dropped.
      if counted_in == per then limit.remainder = remainder end
      refill(limit, stamp - stored_at)
    end
  end
  limits[i] = limit

  local longer = time_until(cost, limit)
  if longer > wait then
    binding, wait = i, longer
  elseif wait == 0 and limit.permits < limits[binding].permits then
    binding = i
  end
end

local admitted = wait == 0
if admitted and cost > 0 then
  local lifetime, state = 0, struct.pack('>I7', stamp)
  for _, limit in ipairs(limits) do
    limit.permits = limit.permits - cost
    local until_full = time_until(limit.burst, limit)
    if until_full > lifetime then lifetime = until_full end
    state = state .. struct.pack('>I5I6I6', limit.permits, limit.remainder, limit.per)
  end
  -- One millisecond more, because Redis counts the lifetime from its clock cut to milliseconds.
  local lifetime_ms = math.ceil(math.min(lifetime + behind, LARGEST) / 1000) + 1
  redis.call('SET', KEYS[1], state, 'PX', lifetime_ms)
end

local remaining = {}
for i = 1, #limits do remaining[i] = limits[i].permits end

local limit = limits[binding]
local until_full = time_until(limit.burst, limit)
if until_full > 0 then until_full = math.min(until_full + behind, LARGEST) end
if wait > 0 then wait = math.min(wait + behind, LARGEST) end
return { admitted and 1 or 0, binding - 1, limit.burst, remaining, until_full, wait, now }
