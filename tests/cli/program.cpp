// SPDX-License-Identifier: MIT
#include "program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace wlanmedic::test {
namespace {

std::string read_whole(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void become(unsigned user) {
    if (user == 0 || ::geteuid() != 0) return;
    if (::setgid(user) != 0 || ::setuid(user) != 0) ::_exit(126);
}

void put_at(int descriptor, int as) {
    if (descriptor < 0 || ::dup2(descriptor, as) < 0) ::_exit(126);
}

}  // namespace

Directory::Directory() {
    std::string name = (std::filesystem::temp_directory_path() / "wlanmedic-cli-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = name;
}

Directory::~Directory() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
}

std::string Directory::file(std::string_view name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path(name);
}

Outcome run(const Call& call) {
    const Directory scratch;
    const std::string in = scratch.file("in", call.input);
    const std::string out = call.output_file.empty() ? scratch.path("out") : call.output_file;
    const std::string err = scratch.path("err");
    std::vector<char*> arguments;
    std::string program = WLANMEDIC_PROGRAM;
    arguments.push_back(program.data());
    std::vector<std::string> copies = call.arguments;
    for (std::string& argument : copies) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    const int from = ::open(in.c_str(), O_RDONLY | O_CLOEXEC);
    const int to = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    const int errors = ::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("fork");
    if (child == 0) {
        put_at(from, STDIN_FILENO);
        if (call.no_reader) {
            int ends[2];
            if (::pipe(ends) != 0) ::_exit(126);
            ::close(ends[0]);
            put_at(ends[1], STDOUT_FILENO);
        } else {
            put_at(to, STDOUT_FILENO);
        }
        put_at(errors, STDERR_FILENO);
        become(call.as_user);
        ::signal(SIGPIPE, SIG_DFL);
        ::alarm(120);  // a program that hangs is ended, and its test fails
        ::execv(program.c_str(), arguments.data());
        ::_exit(127);
    }
    for (const int descriptor : {from, to, errors}) ::close(descriptor);
    int status = 0;
    struct rusage usage{};
    if (::wait4(child, &status, 0, &usage) != child) throw std::runtime_error("wait4");
    Outcome outcome;
    if (WIFEXITED(status)) outcome.status = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
    outcome.peak_kib = usage.ru_maxrss;
    if (call.output_file.empty()) outcome.out = read_whole(out);
    outcome.err = read_whole(err);
    EXPECT_EQ(outcome.err.find("Sanitizer"), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.err.find("runtime error"), std::string::npos) << outcome.err;
    return outcome;
}

void expect_safe_for_terminal(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const unsigned char next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        const bool control =
            (byte < 0x20 && byte != '\n') || byte == 0x7f || (byte == 0xc2 && next >= 0x80 && next < 0xa0);
        if (control) {
            ADD_FAILURE() << "control character " << int{byte} << " in: " << text.substr(i < 60 ? 0 : i - 60, 120);
            return;
        }
    }
    for (const std::string_view hidden : {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067",
                                          "\u2068", "\u2069", "\u200f", "\ufeff"})
        EXPECT_EQ(text.find(hidden), std::string_view::npos) << text;
    EXPECT_NO_THROW(nlohmann::json(std::string(text)).dump()) << "no UTF-8";
}

void expect_safe_json(std::string_view json) {
    const bool safe = std::ranges::all_of(
        json, [](char c) { return (c >= 0x20 && c < 0x7f && c != '<' && c != '>' && c != '&') || c == '\n'; });
    EXPECT_TRUE(safe) << json.substr(0, 2000);
}

Explained explain(const std::vector<std::string>& paths, const std::string& input) {
    Explained result;
    std::vector<std::string> json{"explain", "--format", "json"};
    std::vector<std::string> text{"explain", "-v"};
    json.insert(json.end(), paths.begin(), paths.end());
    text.insert(text.end(), paths.begin(), paths.end());
    result.json = run(Call{.arguments = json, .input = input});
    result.text = run(Call{.arguments = text, .input = input});
    for (const Outcome* outcome : {&result.json, &result.text}) {
        EXPECT_EQ(outcome->signal, 0) << outcome->err;
        EXPECT_TRUE(outcome->status == 0 || outcome->status == 1 || outcome->status == 3)
            << outcome->status << outcome->err;
        expect_safe_for_terminal(outcome->err);
    }
    EXPECT_EQ(result.json.status, result.text.status);
    expect_safe_for_terminal(result.text.out);
    expect_safe_json(result.json.out);
    if (!result.json.out.empty()) {
        result.document = nlohmann::json::parse(result.json.out, nullptr, false);
        EXPECT_FALSE(result.document.is_discarded()) << result.json.out.substr(0, 2000);
    }
    EXPECT_EQ(result.json.status == 0, result.document.is_object() && result.json.err.empty()) << result.json.err;
    return result;
}

Explained explain_bytes(std::string_view bytes) {
    const Directory directory;
    return explain({directory.file("evidence.txt", bytes)});
}

std::filesystem::path golden() { return std::filesystem::path(WLANMEDIC_SOURCE_DIR) / "tests/golden/lab"; }

}  // namespace wlanmedic::test
