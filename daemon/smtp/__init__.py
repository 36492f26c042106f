"""The real Courier: SMTP through aiosmtplib, which nothing else imports. `courier.SmtpCourier` is the adapter."""
