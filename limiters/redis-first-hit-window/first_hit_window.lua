-- Windows that begin with the first admission, for one identity, under one or several limits,
-- decided in one call.
--
-- KEYS[1]   the identity's state
-- ARGV      cost, then for each limit: count, per (microseconds)
-- reply     { admitted 1|0, binding limit (from 0), its count, its remaining permits,
--             microseconds until its window ends (0: none is open), microseconds until the cost
--             can be admitted, the store's clock in microseconds since the epoch }
--
-- A window is open while now < start + per. The first admission after that begins the next one.
-- Only the stored start decides this: the key outlives its windows by a millisecond or two, and
-- what it holds then counts as nothing. With per = 10 s:
--     stored start 1700000003 s, 7 permits      at 1700000012.999999 s 7 are used, at
--     1700000013 s none, and a request admitted at 1700000020 s begins the next window there
-- Every figure is a whole number far below 2^53, up to which Lua's doubles are exact.

-- Stored for each limit: the start of its window (7 bytes) and its used permits (5), big-endian.
-- A start that is ahead of a clock that stepped back is of an open window.
local function load_windows(stored, limits, now)
  local windows = {}
  for i, limit in ipairs(limits) do
    local at = 1 + (i - 1) * 12
    local window = { start = now, remaining = limit.count, ends_in = 0 }
    if stored and (i == 1 or #stored >= at + 11) then
      local start, used = struct.unpack('>I7I5', stored, at)
      if now < start + limit.per then
        -- More than the count may be used only after the count was lowered.
        local remaining = math.max(limit.count - used, 0)
        window = { start = start, remaining = remaining, ends_in = start + limit.per - now }
      end
    end
    windows[i] = window
  end
  return windows
end

local function store_windows(windows, limits, lifetime)
  local parts = {}
  for i, window in ipairs(windows) do
    parts[i] = struct.pack('>I7I5', window.start, limits[i].count - window.remaining)
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
local windows = load_windows(stored, limits, now)

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
  for i, window in ipairs(windows) do
    window.remaining = window.remaining - cost
    window.ends_in = window.start + limits[i].per - now
    lifetime = math.max(lifetime, window.ends_in)
  end
  store_windows(windows, limits, lifetime)
end

local window = windows[binding]
return {
  admitted and 1 or 0, binding - 1, limits[binding].count, window.remaining, window.ends_in, wait,
  now
}
