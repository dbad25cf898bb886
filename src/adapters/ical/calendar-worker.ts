import { parentPort, workerData } from 'node:worker_threads';
import { readCalendar, type CalendarQuestion } from './read-calendar.ts';

/** Reads one calendar and ends: a large one takes seconds, in which no call may wait. */
const { text, question } = workerData as { text: string; question: CalendarQuestion };
parentPort?.postMessage(readCalendar(text, question));
