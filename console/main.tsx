import '@fontsource/alegreya-sans/latin-400.css';
import '@fontsource/alegreya-sans/latin-400-italic.css';
import '@fontsource/alegreya-sans/latin-700.css';
import '@fontsource/alegreya/latin-500.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/components.css';
import './theme/rooms.css';
import './theme/practice.css';
import './theme/evidence.css';
import './theme/reflection.css';
import './theme/experiences.css';
import './theme/settings.css';
import './theme/phone.css';
import './theme/print.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from './language.tsx';
import { LiveProvider } from './live.tsx';
import { router } from './router.tsx';
import { PhoneProvider } from './phone/phone.tsx';
import { ToastProvider } from './components/toast.tsx';

const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 2_000 } } });
const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <LanguageProvider>
          <LiveProvider>
            <PhoneProvider>
              <ToastProvider>
                <RouterProvider router={router} />
              </ToastProvider>
            </PhoneProvider>
          </LiveProvider>
        </LanguageProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
