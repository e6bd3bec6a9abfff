import { Anchor, Text } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { ReceiptView } from '@/features/receipts/components/receipt-view';
import { useTitle } from '../use-title';

export function ReceiptPage() {
  useTitle('Receipt');
  const { id } = useParams({ from: '/receipts/$id' });
  return (
    <>
      <ReceiptView id={id} />
      <Text ta="center" mt="lg" fz="sm">
        <Anchor component={Link} to="/">
          Back to the mailboxes
        </Anchor>
      </Text>
    </>
  );
}
