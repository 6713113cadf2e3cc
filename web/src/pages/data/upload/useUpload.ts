import { useQueryClient } from '@tanstack/react-query';
import type { UploadChange } from '@/api/data';
import { keyOf, useGet, useWrite } from '@/api/use';
import { useToast } from '@/components/Toast';

/** An upload, and how it is changed: the answer to a change is what is shown next. */
export function useUpload(id: string) {
  const client = useQueryClient();
  const toast = useToast();
  const query = useGet('/uploads/{id}', { path: { id } });
  const write = useWrite('PATCH /uploads/{id}');
  const change = (body: UploadChange) =>
    write.mutate(
      { body, path: { id } },
      {
        onSuccess: (upload) => client.setQueryData(keyOf('/uploads/{id}', { path: { id } }), upload),
        onError: (error) => toast.failed(error),
      },
    );
  return { query, change, changing: write.isPending };
}
