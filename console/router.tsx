import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import type { Difficulty } from '../src/http/api.ts';
import { NotFound, Shell } from './components/shell.tsx';
import { Access } from './rooms/access.tsx';
import { Call } from './rooms/call.tsx';
import { callsSearch } from './components/calls-search.ts';
import { Calls } from './rooms/calls.tsx';
import { Evidence } from './rooms/evidence.tsx';
import { Home } from './rooms/home.tsx';
import { Practice } from './rooms/practice.tsx';
import { PracticeTalk } from './rooms/practice-talk.tsx';
import { Reflection } from './rooms/reflection.tsx';
import { Reflections } from './rooms/reflections.tsx';
import { Try } from './rooms/try.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: Home }),
  createRoute({ getParentRoute: () => root, path: '/calls', component: Calls, validateSearch: callsSearch }),
  createRoute({ getParentRoute: () => root, path: '/calls/$callId', component: Call }),
  createRoute({ getParentRoute: () => root, path: '/try', component: Try }),
  createRoute({ getParentRoute: () => root, path: '/evidence', component: Evidence }),
  createRoute({ getParentRoute: () => root, path: '/reflections', component: Reflections }),
  createRoute({
    getParentRoute: () => root,
    path: '/reflections/$reflectionId',
    component: Reflection,
    validateSearch: ({ call }): { call?: string } => (typeof call === 'string' ? { call } : {}),
  }),
  createRoute({ getParentRoute: () => root, path: '/practice', component: Practice }),
  createRoute({
    getParentRoute: () => root,
    path: '/practice/$personaId',
    component: PracticeTalk,
    validateSearch: ({ difficulty }): { difficulty: Difficulty } => ({
      difficulty: difficulty === 'gentle' || difficulty === 'hard' ? difficulty : 'ordinary',
    }),
  }),
  createRoute({ getParentRoute: () => root, path: '/access', component: Access }),
];

export const router = createRouter({ routeTree: root.addChildren(routes), scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
