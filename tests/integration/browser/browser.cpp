#include "tests/integration/browser/browser.hpp"

#include "harness/codec/text_file.hpp"
#include "harness/stack/child_process.hpp"
#include "tests/unit/temporary_directory.hpp"

#include <filesystem>

#include <catch2/catch.hpp>

namespace limitproof {

namespace {

constexpr auto browser = "/usr/bin/chromium";

/// A hang guard only: a page takes two seconds.
constexpr auto page_patience = std::chrono::seconds(90);

}  // namespace

std::string shown_by_browser(std::string const& url, std::string const& width) {
  INFO("this test needs " << browser << ": apt-get install chromium");
  REQUIRE(std::filesystem::exists(browser));
  temporary_directory const folder;
  auto const child = child_process::start({"chromium",
                                           {browser,
                                            "--headless=new",
                                            "--no-sandbox",
                                            "--disable-gpu",
                                            "--disable-dev-shm-usage",
                                            "--user-data-dir=" + (folder.path() / "user").string(),
                                            "--window-size=" + width + ",900",
                                            "--virtual-time-budget=2000",
                                            "--enable-logging=stderr",
                                            "--dump-dom",
                                            url},
                                           folder.path()});
  REQUIRE(child.has_value());
  REQUIRE((*child)->await_end(page_patience));
  return read_text((*child)->log()).value();
}

bool complained(std::string const& output) {
  return output.find(":CONSOLE") != std::string::npos;
}

}  // namespace limitproof
