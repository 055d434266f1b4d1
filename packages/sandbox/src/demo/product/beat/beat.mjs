console.log('beat is up');
setInterval(() => console.log('tick'), 60_000);
