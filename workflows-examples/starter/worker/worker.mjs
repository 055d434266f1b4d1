console.log('worker is up');
setInterval(() => console.log('worked'), 60_000);
