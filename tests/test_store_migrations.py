def test_x(postgres_url: str):
    import sqlalchemy
    with sqlalchemy.create_engine(postgres_url).connect() as c:
        print(c.exec_driver_sql("select version()").scalar())
def test_y(postgres_url: str):
    import sqlalchemy
    with sqlalchemy.create_engine(postgres_url).connect() as c:
        print(c.exec_driver_sql("select current_database()").scalar())
