import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@/app/styleNonce';
import '@/i18n/setup';
import '@/styles/base.css';
import { AppearanceProvider } from '@/app/appearance';
import { queryClient } from '@/app/client';
import { followSession } from '@/app/followSession';
import { router } from '@/app/router';

followSession(router, queryClient);
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <AppearanceProvider>
          <RouterProvider router={router} />
        </AppearanceProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
