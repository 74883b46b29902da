import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { openRedis, PresenceIndex } from '@push-jobs/bus';
import { Config } from '../config.ts';

/** The connection that presence is read from and feed messages are published on. */
@Injectable()
export class RedisConnection implements OnApplicationShutdown {
  readonly redis;
  readonly presence: PresenceIndex;

  constructor(config: Config) {
    this.redis = openRedis(config.redisUrl);
    this.presence = new PresenceIndex(this.redis);
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}
