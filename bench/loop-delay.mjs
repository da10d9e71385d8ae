// Loaded before a server that is measured: on SIGUSR2 it prints how late the event loop was since the last time.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;
const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delays.enable();
process.on('SIGUSR2', () => {
  const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS).toFixed(1);
  console.log(`loop ${late(delays.percentile(50))} ${late(delays.percentile(99))} ${late(delays.max)}`);
  delays.reset();
});
