// SPDX-License-Identifier: MIT
#pragma once

#include "ipc/dispatch.hpp"
#include "ipc/fields.hpp"
#include "ipc/sexp.hpp"
#include "tests/unit/ipc/fake_desktop.hpp"

#include <unistd.h>

#include <string>
#include <string_view>

namespace exwm_vr::ipc::test {

/// A reply taken apart. Keeps the value that its fields point into.
class Reply {
public:
    explicit Reply(std::string_view payload);

    [[nodiscard]] const Value& value() const { return value_; }

    [[nodiscard]] bool ok() const { return text("status") == "ok"; }

    [[nodiscard]] std::string reason() const { return text("reason"); }

    /// A field as text (print form for lists); "" when missing or nil.
    [[nodiscard]] std::string text(std::string_view key) const;
    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::int64_t integer(std::string_view key) const; ///< throws when it is none
    [[nodiscard]] bool flag(std::string_view key) const;
    /// A list of plists, each as a Reply.
    [[nodiscard]] std::vector<Reply> entries(std::string_view key) const;
    [[nodiscard]] Reply nested(std::string_view key) const;

private:
    Value value_;
};

/// A dispatcher and one session, without sockets.
class Talk {
public:
    /// @p version 0: no hello is said.
    explicit Talk(int version = 2);

    /// @p body is the message without its brackets: `:type :ping`. An `:id` is appended.
    Reply say(const std::string& body);
    /// The whole payload as it is.
    Outcome raw(std::string_view payload);

    FakeDesktop desktop;
    Session session{Credentials{getpid(), getuid()}, 10'000};
    Moment moment{.now_ms = 1000, .clients = 3};

private:
    Dispatcher dispatcher_{desktop};
    int next_id_ = 1;
};

} // namespace exwm_vr::ipc::test
