"""What a trainer does with an outline in tests: uploads, reads, presses, confirms."""

import io

WORDS = "Keep waste closed, labelled and recorded, and hand it only to people with a permit. "


def upload(client, run_jobs, content, name):
    data = {"csrf_token": client.token(), "language": "", "file": (io.BytesIO(content), name)}
    answer = client.client.post("/desk/imports/new", data=data)
    assert answer.status_code == 302, answer.get_data(as_text=True)[2000:]
    run_jobs()
    return answer.headers["Location"] + "outline"


def headings(page):
    """The title and what becomes of it, for every heading in the review."""
    found = []
    for row in page.all("//ol[@class='review-list']/li"):
        fate = row.find("small").text_content().split(" · ")[0]
        found.append((row.find("label").text_content(), fate))
    return found


def press(client, path, button, *titles):
    """Choose the headings with these titles and press a button; return the page that follows."""
    page = client.get(path)
    names = [
        box.get("value")
        for title in titles
        for box in page.all(f"//li[label='{title}']/input[@name='h']")
    ]
    assert len(names) == len(titles)
    return client.follow(client.submit(page, button, h=names))


def confirm(client, path, run_jobs, **fields):
    page = client.get(path.replace("/outline", "/confirm"))
    building = client.submit(page, "Make the draft course", **fields)
    assert "Making the draft course" in client.follow(building).heading
    run_jobs()
    return client.follow(client.get(building.location, status=302))


class Killed(BaseException):
    """The process dies here."""
