-- Fixed windows for one identity, under one or several limits, decided in one call.
--
-- KEYS[1]   the identity's state
-- ARGV      cost, then for each limit: count, per (microseconds)
-- reply     { admitted 1|0, binding limit (from 0), its count, its remaining permits,
--             microseconds until its window ends, microseconds until the cost can be admitted,
--             the store's clock in microseconds since the epoch }
--
-- The windows of a limit begin at the multiples of its per since the epoch. What is stored is the
-- time of the last admission and, for each limit, what its window had admitted by then. The time
-- tells which window that was: in a later one nothing has been admitted yet. With per = 10 s:
--     stored 1700000008 s, 7 permits      at 1700000009 s 7 are used, at 1700000010 s none
-- So no window's number is stored, and after a change of per what is stored still counts in the
-- window that the last admission lies in. Every figure is a whole number far below 2^53, up to
-- which Lua's doubles are exact.

-- Stored: the clock (7 bytes), then for each limit its used permits (5), big-endian.
local function load_windows(stored, limits, stamp, time)
  local windows = {}
  for i, limit in ipairs(limits) do
    local at = 8 + (i - 1) * 5
    local phase = math.fmod(time, limit.per)
    local used = 0
    if stored and #stored >= at + 4 and stamp >= time - phase then
      used = struct.unpack('>I5', stored, at)
    end
    -- More than the count may be used only after the count was lowered.
    windows[i] = { remaining = math.max(limit.count - used, 0), ends_in = limit.per - phase }
  end
  return windows
end

local function store_windows(windows, limits, stamp, lifetime)
  local parts = { struct.pack('>I7', stamp) }
  for i, window in ipairs(windows) do
    parts[i + 1] = struct.pack('>I5', limits[i].count - window.remaining)
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
local windows = load_windows(stored, limits, stamp, time)

-- The limit that keeps the cost out for longest; if none does, the one nearest to being empty.
local binding, wait = 1, 0
for i, window in ipairs(windows) do
  if cost > window.remaining and window.ends_in > wait then
    binding, wait = i, window.ends_in
  elseif wait == 0 and window.remaining < windows[binding].remaining then
    binding = i
  end
end

local admitted = wait == 0
if admitted and cost > 0 then
  local lifetime = 0
  for _, window in ipairs(windows) do
    window.remaining = window.remaining - cost
    lifetime = math.max(lifetime, window.ends_in)
  end
  store_windows(windows, limits, time, lifetime + behind)
end

local window = windows[binding]
if not admitted then wait = wait + behind end
return {
  admitted and 1 or 0, binding - 1, limits[binding].count, window.remaining,
  window.ends_in + behind, wait, now
}
