"""The real Mailbox: IMAP through imapclient, which nothing else imports. `mailbox.ImapMailbox` is the adapter."""
