import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FRAME_MS, samplesIn, SAMPLE_RATE, type Pcm } from '../../src/call/audio.ts';
import { Baresip } from '../support/baresip.ts';
import { FritzBox } from '../support/fritzbox.ts';
import { lacks } from '../support/programs.ts';
import { TestServer, until } from '../support/server.ts';

const SILENT_DBFS = -70;

/** A steady tone, so that who hears whom can be told from the level. */
function tone(ms: number, hz = 500): Pcm {
  return Int16Array.from({ length: samplesIn(ms) }, (_, i) => Math.round(8_000 * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE)));
}
const silence = (ms: number): Pcm => new Int16Array(samplesIn(ms));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('behind a box, over the wire', () => {
  let box: FritzBox;
  let server: TestServer;
  beforeEach(async () => {
    box = await FritzBox.open();
  });
  afterEach(async () => {
    await server.stop();
    box.close();
  });

  async function start(line: Readonly<Record<string, unknown>>, further: Readonly<Record<string, unknown>> = {}): Promise<void> {
    server = await TestServer.start({ config: { lines: [box.line(line)], ...further } });
    writeFileSync(join(server.dataDir, 'contacts.csv'), 'Oma Weiß; 040 777\n');
    await box.registered();
  }
  const moments = async (id: string): Promise<string[]> =>
    (await server.call(id)).timeline.flatMap((item) => (item.kind === 'moment' ? [item.what] : []));

  test('a known caller rings the phones, the person hears who it is, both hear each other, keys pass, hold holds', async () => {
    const phone = await box.phone('**610');
    const other = await box.phone('**611');
    await start({ mode: 'anteroom', whenOff: 'mailbox_answers', phones: ['**610', '**611'] });
    const call = await box.call('040777');
    await Promise.all([phone.rings(), other.rings()]);
    expect(phone.display).toBe('Oma Weiß');
    expect(call.statuses.map(({ status }) => status)).toEqual([100, 180]);
    phone.pickUp();
    await call.talking();
    await other.ended();
    expect(other.reason).toContain('cause=200');
    // The person heard who calls: a few seconds of speech, before anything was answered for the caller.
    expect(phone.ear.loudestBetween(0, phone.ear.nowMs)).toBeGreaterThan(-25);

    await pause(300);
    const callerFrom = call.ear.nowMs;
    const personFrom = phone.ear.nowMs;
    await Promise.all([call.ear.speak(tone(1_500)), phone.ear.speak(silence(1_500))]);
    expect(phone.ear.levelBetween(personFrom + 300, personFrom + 1_300)).toBeGreaterThan(-20);
    expect(call.ear.levelBetween(callerFrom + 300, callerFrom + 1_300)).toBeLessThan(SILENT_DBFS);
    const back = call.ear.nowMs;
    await Promise.all([phone.ear.speak(tone(1_500)), call.ear.speak(silence(1_500))]);
    expect(call.ear.levelBetween(back + 300, back + 1_300)).toBeGreaterThan(-20);

    call.ear.press(7);
    await until(async () => (phone.ear.keys.length > 0 ? true : null));
    expect(phone.ear.keys).toEqual(['7']);
    phone.hold(true);
    await pause(300);
    const held = call.ear.nowMs;
    await call.ear.speak(silence(800));
    expect(call.ear.levelBetween(held + 200, held + 800)).toBeLessThan(SILENT_DBFS);
    phone.hold(false);
    await pause(200);
    const again = call.ear.nowMs;
    await Promise.all([phone.ear.speak(tone(1_000)), call.ear.speak(silence(1_000))]);
    expect(call.ear.levelBetween(again + 300, again + 900)).toBeGreaterThan(-20);

    phone.hangUp();
    await call.ended();
    const [journalled] = await server.closedCalls(1);
    expect(journalled).toMatchObject({ outcome: 'put_through', contactName: 'Oma Weiß', kind: 'real' });
    expect(await moments(journalled?.id ?? '')).toEqual([
      'ringing',
      'phones_ring',
      'phone_answered',
      'connected',
      'answered',
      'phone_left',
      'ended_by_household',
    ]);
  });

  test('a telephone system that can joins both itself, and we are out of the call', async () => {
    box.close();
    box = await FritzBox.open({ joinsItself: true });
    const phone = await box.phone('**610');
    await start({ mode: 'anteroom', whenOff: 'mailbox_answers', phones: ['**610'], transfer: 'by_line' });
    const call = await box.call('040777');
    await phone.rings();
    phone.pickUp();
    await call.ended();
    const [journalled] = await server.closedCalls(1);
    expect(journalled).toMatchObject({ outcome: 'put_through', endedBy: 'attendant' });
    expect((await moments(journalled?.id ?? '')).slice(-3)).toEqual(['connected', 'answered', 'transferred']);
    expect(phone.state).toBe('talking');
    expect(box.requests.filter((request) => request.startsWith('BYE'))).toHaveLength(1);
  });

  test('a box that refuses to join both itself leaves them with us', async () => {
    const phone = await box.phone('**610');
    await start({ mode: 'anteroom', whenOff: 'mailbox_answers', phones: ['**610'], transfer: 'by_line' });
    const call = await box.call('040777');
    await phone.rings();
    phone.pickUp();
    await call.talking();
    await until(async () => (box.requests.some((request) => request.startsWith('REFER')) ? true : null));
    await pause(300);
    const from = phone.ear.nowMs;
    await Promise.all([call.ear.speak(tone(1_000)), phone.ear.speak(silence(1_000))]);
    expect(phone.ear.levelBetween(from + 300, from + 900)).toBeGreaterThan(-20);
    phone.hangUp();
    await call.ended();
    expect(await moments((await server.closedCalls(1))[0]?.id ?? '')).not.toContain('transferred');
  });

  test.skipIf(lacks('baresip'))('baresip as the caller is sent to the phone by REFER, says how it went, and is let go', async () => {
    const phone = await box.phone('**610');
    await start({ mode: 'anteroom', whenOff: 'mailbox_answers', phones: ['**610'], transfer: 'by_line' });
    const caller = await Baresip.start('040777', tone(60_000, 700));
    caller.command('dial', box.contact);
    await phone.rings();
    phone.pickUp();
    const [journalled] = await server.closedCalls(1);
    expect(await moments(journalled?.id ?? '')).toContain('transferred');
    // Its new call is with the phone: the phone hears it, and we are gone.
    const from = phone.ear.nowMs;
    await phone.ear.speak(silence(1_500));
    expect(phone.ear.levelBetween(from + 500, from + 1_400)).toBeGreaterThan(-20);
    caller.stop();
  });

  test('nobody picks up: the known caller leaves a message; the caller hanging up while it rings silences the phones', async () => {
    const phone = await box.phone('**610');
    await start({ mode: 'anteroom', whenOff: 'mailbox_answers', phones: ['**610'], ringPhonesSeconds: 5 });
    const gone = await box.call('040777');
    await phone.rings();
    gone.hangUp();
    await phone.ended();
    const waiting = await box.call('040777');
    await phone.rings();
    await waiting.talking();
    expect(phone.state).toBe('ended');
    waiting.hangUp();
    const calls = await server.closedCalls(2);
    expect(calls.map(({ outcome }) => outcome)).toEqual(['gave_up_ringing', 'ended_before_no']);
    expect(await moments(calls[1]?.id ?? '')).toContain('not_connected_no_answer');
  });

  test('somebody at home takes a call that the attendant has answered: key 1 connects', async () => {
    const phone = await box.phone('**610');
    await start({ answerAfterSeconds: 1, phones: ['**610'] });
    const call = await box.call('0301234');
    await call.talking();
    const running = await until(async () => (await server.calls())[0] ?? null);
    await until(async () => (call.ear.nowMs > 1_500 ? true : null));
    const response = await fetch(`${server.url}/api/calls/${running.id}/put-through`, { method: 'POST' });
    expect(response.status).toBe(200);
    await phone.rings();
    await pause(4_500);
    // "Einen Moment bitte", and then the quiet waiting sound.
    const last = call.ear.nowMs;
    expect(call.ear.levelBetween(last - 1_500, last)).toBeGreaterThan(-60);
    phone.pickUp();
    await until(async () => (phone.ear.nowMs > 2_000 ? true : null));
    phone.ear.press(1);
    await until(async () => ((await moments(running.id)).includes('connected') ? true : null));
    await pause(200);
    const from = phone.ear.nowMs;
    await Promise.all([call.ear.speak(tone(1_200)), phone.ear.speak(silence(1_200))]);
    expect(phone.ear.levelBetween(from + 300, from + 1_100)).toBeGreaterThan(-20);
    call.hangUp();
    await phone.ended();
    const [journalled] = await server.closedCalls(1);
    expect(journalled).toMatchObject({ outcome: 'put_through', endedBy: 'caller' });
  });

  test('a phone of the house hears the message that a caller left, and pauses the attendant', async () => {
    // A tone is no speech to the model; to the energy gate it is.
    const hearing = { speechModel: false };
    await start({ answerAfterSeconds: 0, inside: { phones: ['**610'], answerAfterSeconds: 1, code: '2468' } }, { hearing });
    const caller = await box.call('040777');
    await caller.talking();
    // The tone has come when the known greeting and a moment of silence are over.
    await until(async () => ((await server.calls())[0]?.answered ? true : null));
    await pause(9_000);
    await caller.ear.speak(tone(3_000, 700));
    caller.hangUp();
    const [journalled] = await server.closedCalls(1);
    expect(journalled).toMatchObject({ outcome: 'message_left', message: { heard: false } });

    const inside = await box.call('**610', 'Küche');
    await inside.talking();
    await pause(2_000);
    for (const digit of [2, 4, 6, 8]) {
      inside.ear.press(digit);
      await pause(300);
    }
    await until(async () => ((await server.calls())[0]?.message?.heard ? true : null));
    // Our own recording comes back as loud as it was sent; nothing else in this call is.
    const ours = inside.ear.received.filter(({ levelDbfs }) => levelDbfs > -15.5 && levelDbfs < -14.5);
    expect(ours.length * FRAME_MS).toBeGreaterThan(2_000);
    inside.ear.press(5);
    await inside.ended();
    const state = (await (await fetch(`${server.url}/api/state`)).json()) as { expectingUntil: number | null };
    expect(state.expectingUntil).toBeGreaterThan(Date.now() + 7_000_000);
    expect(await server.calls()).toHaveLength(1);
  });

  test('whatever a caller sends, only phones of the settings are ever dialled, and the box never bans us', async () => {
    const phone = await box.phone('**610');
    await start({ mode: 'anteroom', whenOff: 'mailbox_answers', phones: ['**610'] });
    const fraud = [
      { name: 'Refer-To', value: '<sip:0900123456@fritz.box>' },
      { name: 'Referred-By', value: '<sip:**610@fritz.box>' },
      { name: 'Diversion', value: '<sip:0900123456@fritz.box>' },
      { name: 'Contact', value: '<sip:0900123456@fritz.box>' },
    ];
    const call = await box.call('040777', '0900123456');
    await phone.rings();
    phone.pickUp();
    await call.talking();
    for (const method of ['REFER', 'INFO', 'MESSAGE', 'NOTIFY', 'SUBSCRIBE', 'OPTIONS']) call.sends(method, fraud);
    for (const digit of [0, 9, 0, 0, 1, 2, 3]) call.ear.press(digit);
    await pause(800);
    call.hangUp();
    const stranger = await box.call('0900123456', '<sip:0900123456@fritz.box>');
    await stranger.talking();
    for (const digit of [0, 9, 0, 0, 11, 10]) stranger.ear.press(digit);
    stranger.sends('REFER', fraud);
    await pause(800);
    stranger.hangUp();
    await server.closedCalls(2);
    expect(box.dialledOutside).toEqual([]);
    const dialled = box.requests.filter((request) => request.startsWith('INVITE '));
    expect(new Set(dialled)).toEqual(new Set([`INVITE sip:**610@127.0.0.1`]));
    expect(box.banned).toBe(false);
  });

  test('is turned away with 180, a pause and 480 when too many call at once', async () => {
    server = await TestServer.start({ config: { lines: [box.line()], sip: { maxCalls: 1 } } });
    await box.registered();
    const first = await box.call('0301');
    await until(async () => (first.statuses.length > 1 ? true : null));
    const second = await box.call('0302');
    await second.ended();
    expect(second.statuses.map(({ status }) => status)).toEqual([100, 180, 480]);
    expect(second.statuses[2]?.atMs).toBeGreaterThan(2_800);
    first.hangUp();
  });

  test.skipIf(lacks('baresip')).each(['PCMA/8000/1', 'PCMU/8000/1'])(
    'baresip as the phone, with %s: rings, is picked up, takes the call by a key, holds and hangs up',
    async (codec) => {
      const phone = await Baresip.start('anna', tone(60_000, 700), { codecs: codec });
      await start({ answerAfterSeconds: 1, phones: [`sip:anna@127.0.0.1:${phone.port}`] });
      const call = await box.call('0301234');
      await call.talking();
      const running = await until(async () => (await server.calls())[0] ?? null);
      await until(async () => (call.ear.nowMs > 1_000 ? true : null));
      await fetch(`${server.url}/api/calls/${running.id}/put-through`, { method: 'POST' });
      await phone.says(/CALL_INCOMING|incoming/iu);
      phone.command('accept');
      await until(async () => ((await moments(running.id)).includes('phone_answered') ? true : null));
      await pause(1_500);
      phone.command('sndcode', '1');
      await until(async () => ((await moments(running.id)).includes('connected') ? true : null));
      await pause(500);
      const talking = call.ear.nowMs;
      await call.ear.speak(silence(1_200));
      expect(call.ear.levelBetween(talking + 200, talking + 1_000)).toBeGreaterThan(-20);
      phone.command('hold');
      await pause(700);
      const held = call.ear.nowMs;
      await call.ear.speak(silence(800));
      expect(call.ear.levelBetween(held + 200, held + 700)).toBeLessThan(SILENT_DBFS);
      phone.command('resume');
      await pause(500);
      const again = call.ear.nowMs;
      await call.ear.speak(silence(800));
      expect(call.ear.levelBetween(again + 200, again + 700)).toBeGreaterThan(-20);
      phone.command('hangup');
      await call.ended();
      expect((await server.closedCalls(1))[0]).toMatchObject({ outcome: 'put_through', endedBy: 'household' });
      phone.stop();
    },
  );
});
