import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import type { CommentState, Difficulty } from '../src/http/api.ts';
import { NotFound, Shell } from './components/shell.tsx';
import { Call } from './rooms/call.tsx';
import { setupSearch } from './components/setup-steps.ts';
import { callsSearch } from './components/calls-search.ts';
import { Calls } from './rooms/calls.tsx';
import { Home } from './rooms/home.tsx';
import { Try } from './rooms/try.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** The rooms that are opened first come with the page, the others when somebody goes there. */
const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: Home }),
  createRoute({ getParentRoute: () => root, path: '/calls', component: Calls, validateSearch: callsSearch }),
  createRoute({ getParentRoute: () => root, path: '/calls/$callId', component: Call }),
  createRoute({
    getParentRoute: () => root,
    path: '/callers',
    component: lazyRouteComponent(() => import('./rooms/callers.tsx'), 'Callers'),
  }),
  createRoute({ getParentRoute: () => root, path: '/try', component: Try }),
  createRoute({
    getParentRoute: () => root,
    path: '/evidence',
    component: lazyRouteComponent(() => import('./rooms/evidence.tsx'), 'Evidence'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reflections',
    component: lazyRouteComponent(() => import('./rooms/reflections.tsx'), 'Reflections'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reflections/$reflectionId',
    component: lazyRouteComponent(() => import('./rooms/reflection.tsx'), 'Reflection'),
    validateSearch: ({ call }): { call?: string } => (typeof call === 'string' ? { call } : {}),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/experiences',
    component: lazyRouteComponent(() => import('./rooms/experiences.tsx'), 'Experiences'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/experiences/comments',
    component: lazyRouteComponent(() => import('./rooms/comments.tsx'), 'Comments'),
    validateSearch: ({ state }): { state: CommentState } => ({
      state: state === 'published' || state === 'spam' || state === 'removed' ? state : 'waiting',
    }),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/experiences/$storyId',
    component: lazyRouteComponent(() => import('./rooms/story.tsx'), 'StoryRoom'),
    validateSearch: ({ publish }): { publish?: true } => (publish === true ? { publish } : {}),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/practice',
    component: lazyRouteComponent(() => import('./rooms/practice.tsx'), 'Practice'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/practice/$personaId',
    component: lazyRouteComponent(() => import('./rooms/practice-talk.tsx'), 'PracticeTalk'),
    validateSearch: ({ difficulty }): { difficulty: Difficulty } => ({
      difficulty: difficulty === 'gentle' || difficulty === 'hard' ? difficulty : 'ordinary',
    }),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/setup',
    component: lazyRouteComponent(() => import('./rooms/setup.tsx'), 'Setup'),
    validateSearch: setupSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    component: lazyRouteComponent(() => import('./rooms/settings.tsx'), 'Settings'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings/voice',
    component: lazyRouteComponent(() => import('./rooms/own-voice.tsx'), 'OwnVoice'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings/packs',
    component: lazyRouteComponent(() => import('./rooms/packs.tsx'), 'Packs'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings/lines/new',
    component: lazyRouteComponent(() => import('./rooms/line.tsx'), 'AddLine'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings/lines/$lineId',
    component: lazyRouteComponent(() => import('./rooms/line.tsx'), 'Line'),
  }),
  createRoute({ getParentRoute: () => root, path: '/access', component: lazyRouteComponent(() => import('./rooms/access.tsx'), 'Access') }),
];

export const router = createRouter({ routeTree: root.addChildren(routes), scrollRestoration: true, defaultPreload: 'intent' });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
