// SPDX-License-Identifier: MIT
#include "kernel/c_tokens.h"

#include <algorithm>
#include <cctype>

namespace wlanmedic::kernel {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

class Reader {
public:
    explicit Reader(std::string_view source) : source_(source) {}

    std::vector<Token> all() {
        while (at_ < source_.size()) step();
        return std::move(tokens_);
    }

private:
    char peek(std::size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }

    void pass(std::size_t characters) {
        const std::size_t end = std::min(at_ + characters, source_.size());
        line_ += static_cast<std::uint32_t>(std::count(source_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                       source_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
        at_ = end;
    }

    void pass_until(std::string_view mark) {
        const std::size_t found = source_.find(mark, at_);
        pass(found == std::string_view::npos ? source_.size() : found + mark.size() - at_);
    }

    void pass_quoted(char quote) {
        put(at_, 1);
        std::size_t end = at_ + 1;
        while (end < source_.size() && source_[end] != quote && source_[end] != '\n')
            end += source_[end] == '\\' ? 2 : 1;
        if (end < source_.size() && source_[end] == quote) ++end;
        pass(end - at_);
    }

    void put(std::size_t from, std::size_t size) {
        if (left_out_ == 0)
            tokens_.push_back({.text = source_.substr(from, size),
                               .line = line_,
                               .at_margin = from == 0 || source_[from - 1] == '\n',
                               .directive = directive_});
        fresh_line_ = false;
    }

    void step() {
        const char c = peek();
        if (c == '\n') {
            directive_ = false;
            fresh_line_ = true;
            pass(1);
        } else if (c == '\\' && (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n'))) {
            pass(peek(1) == '\n' ? 2 : 3);
        } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            pass(1);
        } else if (c == '/' && peek(1) == '/') {
            const std::size_t end = source_.find('\n', at_);
            pass((end == std::string_view::npos ? source_.size() : end) - at_);
        } else if (c == '/' && peek(1) == '*') {
            pass(2);
            pass_until("*/");
        } else if (c == '"' || c == '\'') {
            pass_quoted(c);
        } else if (c == '#' && fresh_line_) {
            directive();
        } else {
            std::size_t size = 1;
            if (is_word(c))
                while (is_word(peek(size))) ++size;
            put(at_, size);
            pass(size);
        }
    }

    // The word behind the '#', and what decides whether the lines that follow are there at all.
    void directive() {
        directive_ = true;
        fresh_line_ = false;
        pass(1);
        while (peek() == ' ' || peek() == '\t') pass(1);
        std::size_t size = 0;
        while (is_word(peek(size))) ++size;
        const std::string_view word = source_.substr(at_, size);
        pass(size);
        if (left_out_ > 0) {
            if (word.starts_with("if")) ++left_out_;
            if (word == "endif" || ((word == "else" || word == "elif") && left_out_ == 1)) --left_out_;
            return;
        }
        if (word != "if") return;
        while (peek() == ' ' || peek() == '\t') pass(1);
        if (peek() == '0' && !is_word(peek(1))) left_out_ = 1;
    }

    std::string_view source_;
    std::size_t at_ = 0;
    std::uint32_t line_ = 1;
    bool directive_ = false;
    bool fresh_line_ = true;
    unsigned left_out_ = 0;  ///< how many #if deep, the #if 0 included
    std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> c_tokens(std::string_view source) { return Reader(source).all(); }

}  // namespace wlanmedic::kernel
