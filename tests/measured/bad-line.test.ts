import { describe, expect, test } from 'vitest';
import { callOverBadLine } from '../support/bad-line.ts';
import { lacks } from '../support/programs.ts';
import { TestServer } from '../support/server.ts';

describe.skipIf(lacks('sipp'))('over a bad line', () => {
  test.concurrent.each([
    [5, 2],
    [20, 12],
  ])('with %i%% of all packets lost, 60 ms of jitter and packets out of order, a message is left', async (lossPercent, holesAtMost) => {
    // By loudness alone: the model rightly takes a tone for no speech.
    const server = await TestServer.start({ config: { hearing: { speechModel: false } } });
    const call = await callOverBadLine(server, { lossPercent, jitterMs: 60, seed: 6 });
    await server.stop();
    expect(call.setUp).toBe(true);
    expect(call.signallingLost).toBeGreaterThan(0);
    expect(call.mediaLostPercent).toBeGreaterThan(lossPercent / 2);
    expect(Math.abs(call.messageMs - 9_000)).toBeLessThan(1_000);
    // Silence in place of what is lost would be as many holes as there are losses.
    expect(call.messageHolesPercent).toBeLessThan(holesAtMost);
    process.stdout.write(
      `audible holes: ${call.messageHolesPercent.toFixed(1)} % of frames; packets lost: ${call.mediaLostPercent.toFixed(1)} %, signalling too: ${call.signallingLost}\n`,
    );
  });
});
