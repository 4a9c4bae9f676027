"""The drawings of the report page's buttons, by the name of their symbol in the sprite."""

PICTURES = {
    "picture": "Screen without a picture",
    "sound": "Loudspeaker",
    "power": "Power button",
    "sign-in": "Password",
    "printer": "Printer",
    "internet": "Wi-Fi",
    "laptop": "Laptop",
    "touch": "Board with a pen",
    "phone": "Phone",
    "software": "Program",
    "account": "Person",
    "camera": "Camera",
    "loan": "Something borrowed",
    "email": "Envelope",
    "slow": "Clock",
    "paper": "Lost page",
    "lost": "Magnifying glass",
    "other": "Question mark",
}
