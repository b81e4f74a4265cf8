"""Counters in Redis, for shops of several machines that would rather not write to the database at each failure."""

from __future__ import annotations

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from limits.stores import PATIENCE, Answer

TIMEOUT = 0.25  # seconds; the database is asked when Redis takes longer
PREFIX = "duplex:limits"

# One script, so that each deed is one round trip and atomic. Redis's own clock counts: machines may differ.
SCRIPT = """
local key, deed, most, seconds, patience = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = tonumber(redis.call('TIME')[1])
local function number(field) return tonumber(redis.call('HGET', key, field) or '0') end
local count, pending = number('count'), number('pending')
if deed == 'reserve' then
    if number('pending_until') <= now then count, pending = count + pending, 0 end
    if count >= most then return 'no' end
    if count + pending >= most then return 'wait' end
    redis.call('HSET', key, 'count', count, 'pending', pending + 1, 'pending_until', now + patience)
    redis.call('EXPIRE', key, seconds)
    return 'yes'
elseif deed == 'fail' then
    redis.call('HSET', key, 'count', count + 1, 'pending', math.max(pending - 1, 0))
    redis.call('EXPIRE', key, seconds)
elseif deed == 'release' then
    if pending > 0 then redis.call('HSET', key, 'pending', pending - 1) end
elseif deed == 'take' then
    if count >= most then return 'no' end
    redis.call('HSET', key, 'count', count + 1)
    if redis.call('TTL', key) < 0 then redis.call('EXPIRE', key, seconds) end
    return 'yes'
elseif deed == 'give_back' then
    if count > 0 then redis.call('HSET', key, 'count', count - 1) end
elseif deed == 'is_reached' then
    if count >= most then return 'yes' end
    return 'no'
elseif deed == 'forget' then
    redis.call('DEL', key)
end
return 'done'
"""


class Redis:
    """The store of an URL such as redis://127.0.0.1:6379/0. Raises redis.RedisError wherever it cannot be asked."""

    def __init__(self, url: str) -> None:
        client = redis.Redis.from_url(
            url,
            socket_connect_timeout=TIMEOUT,
            socket_timeout=TIMEOUT,
            retry=Retry(NoBackoff(), 0),
            decode_responses=True,
        )
        self._script = client.register_script(SCRIPT)

    def reserve(self, purpose: str, digest: str, *, most: int, seconds: int) -> Answer:
        return Answer(self._do("reserve", purpose, digest, most, seconds))

    def fail(self, purpose: str, digest: str, *, seconds: int) -> None:
        self._do("fail", purpose, digest, seconds=seconds)

    def release(self, purpose: str, digest: str) -> None:
        self._do("release", purpose, digest)

    def take(self, purpose: str, digest: str, *, most: int, seconds: int) -> bool:
        return self._do("take", purpose, digest, most, seconds) == "yes"

    def give_back(self, purpose: str, digest: str) -> None:
        self._do("give_back", purpose, digest)

    def is_reached(self, purpose: str, digest: str, *, most: int) -> bool:
        return self._do("is_reached", purpose, digest, most) == "yes"

    def forget(self, purpose: str, digest: str) -> None:
        self._do("forget", purpose, digest)

    def _do(self, deed: str, purpose: str, digest: str, most: int = 0, seconds: int = 0) -> str:
        answer: str = self._script(keys=[f"{PREFIX}:{purpose}:{digest}"], args=[deed, most, seconds, PATIENCE])
        return answer
