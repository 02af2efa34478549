-- GCRA for one method. Keys: the method's theoretical arrival, and the set of
-- replicas. Arguments: interval and slack in microseconds, and this replica.
-- Answer: microseconds to wait (0 means taken), and the number of replicas
-- seen in the last minute. Time is Redis's own, so that all replicas agree.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local interval = tonumber(ARGV[1])
local slack = tonumber(ARGV[2])

redis.call('ZADD', KEYS[2], now, ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - 60000000)
redis.call('EXPIRE', KEYS[2], 120)
local replicas = redis.call('ZCARD', KEYS[2])

local arrival = tonumber(redis.call('GET', KEYS[1]) or '0')
if arrival < now then
  arrival = now
end
local wait = arrival - slack - now
if wait > 0 then
  return {wait, replicas}
end
arrival = arrival + interval
redis.call('SET', KEYS[1], string.format('%.0f', arrival), 'PX', math.ceil((arrival - now) / 1000) + 1000)
return {0, replicas}
