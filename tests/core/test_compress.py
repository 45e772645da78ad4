"""Answers are sent small to browsers that accept it, and unchanged to all others."""

import gzip


def test_a_page_is_sent_compressed_and_reads_the_same(visitor):
    plain = visitor.client.get("/")
    packed = visitor.client.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Content-Encoding" not in plain.headers
    assert len(packed.data) < len(plain.data) / 2
    assert b"<h1>" in gzip.decompress(packed.data)


def test_the_length_of_a_compressed_page_tells_nothing_exact(visitor):
    accepts = {"Accept-Encoding": "gzip"}
    lengths = {len(visitor.client.get("/verify", headers=accepts).data) for _ in range(12)}
    assert len(lengths) > 1


def test_the_first_page_with_all_it_loads_stays_under_fifty_kilobytes(visitor):
    accepts = {"Accept-Encoding": "gzip"}
    page = visitor.get("/")
    loaded = page.all("//link[@rel='stylesheet']/@href | //script/@src | //link[@rel='icon']/@href")
    sizes = [len(visitor.client.get(path, headers=accepts).data) for path in ["/", *loaded]]
    assert len(sizes) >= 4
    assert sum(sizes) <= 50_000


def test_a_static_file_can_still_be_asked_for_again_cheaply(visitor):
    path = visitor.get("/").all("//link[@rel='stylesheet']/@href")[0]
    first = visitor.client.get(path, headers={"Accept-Encoding": "gzip"})
    again = visitor.client.get(
        path, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    assert "max-age=31536000" in first.headers["Cache-Control"]
